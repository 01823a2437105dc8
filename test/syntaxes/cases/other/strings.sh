# SYNTAX TEST "source.shell" "the URI spelling in shell"

get "dataset://digits/v1"
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#                     ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^                   ^ - meta.reference.datapin
get 'dataset://digits/v1' x
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#                     ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^                   ^^^ - meta.reference.datapin
get dataset://digits/v1 --now
#   ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#          ^^^ meta.reference.datapin meta.scheme.datapin
#             ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                   ^ meta.reference.datapin punctuation.separator.datapin
#                    ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^                   ^^^^^^ - meta.reference.datapin
get --data=dataset://digits/v1
#          ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                 ^^^ meta.reference.datapin meta.scheme.datapin
#                    ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                          ^ meta.reference.datapin punctuation.separator.datapin
#                           ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^ - meta.reference.datapin
get "dataset://digits/$VERSION" "dataset://digits/${VERSION}"
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#                                ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                                       ^^^ meta.reference.datapin meta.scheme.datapin
#                                          ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                                                ^ meta.reference.datapin punctuation.separator.datapin
#^^^^                 ^^^^^^^^^^^                 ^^^^^^^^^^^ - meta.reference.datapin
get "$(show "dataset://digits/v1")"
#            ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                   ^^^ meta.reference.datapin meta.scheme.datapin
#                      ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                            ^ meta.reference.datapin punctuation.separator.datapin
#                             ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^                   ^^^ - meta.reference.datapin
cat <<END
  dataset://digits/v1
# ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#        ^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                 ^ meta.reference.datapin punctuation.separator.datapin
#                  ^^ meta.reference.datapin constant.numeric.version.datapin
END
# dataset://digits/v1
#^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
get x # dataset://digits/v1
#^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
docker run python:3.13
#^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
get dataset://digits s3://a/b
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
