# SYNTAX TEST "source.python" "the URI spelling in f-strings"

a = f"dataset://digits/v1"
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#                      ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^                   ^ - meta.reference.datapin
a = F'dataset://digits/v1'
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#                      ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^                   ^ - meta.reference.datapin
a = rf"dataset://digits/v1"
#      ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#             ^^^ meta.reference.datapin meta.scheme.datapin
#                ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                      ^ meta.reference.datapin punctuation.separator.datapin
#                       ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^                   ^ - meta.reference.datapin
a = fr'x dataset://digits/v1'
#        ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^ meta.reference.datapin meta.scheme.datapin
#                  ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                        ^ meta.reference.datapin punctuation.separator.datapin
#                         ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^                   ^ - meta.reference.datapin
a = f"dataset://digits/{version}"
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#^^^^^                 ^^^^^^^^^^ - meta.reference.datapin
a = f"dataset://digits/v{n}"
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#                      ^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^                  ^^^^ - meta.reference.datapin
a = f"dataset://{name}/v1"
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#^^^^^          ^^^^^^^^^^ - meta.reference.datapin
a = f"dataset://{name}/{version}"
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#^^^^^          ^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = f"see dataset://digits/v1, or {x!r} model://m/v2 and {y}"
#         ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                ^^^ meta.reference.datapin meta.scheme.datapin
#                   ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                         ^ meta.reference.datapin punctuation.separator.datapin
#                          ^^ meta.reference.datapin constant.numeric.version.datapin
#                                       ^^^^^ meta.reference.datapin meta.scheme.datapin
#                                            ^^^ meta.reference.datapin meta.scheme.datapin
#                                               ^ meta.reference.datapin entity.name.type.dataset.datapin
#                                                ^ meta.reference.datapin punctuation.separator.datapin
#                                                 ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^                   ^^^^^^^^^^^            ^^^^^^^^^ - meta.reference.datapin
a = f"{x}dataset://digits/v1"
#        ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^ meta.reference.datapin meta.scheme.datapin
#                  ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                        ^ meta.reference.datapin punctuation.separator.datapin
#                         ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^                   ^ - meta.reference.datapin
a = f"{x} dataset://digits/v1" + "model://m/v2"
#         ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                ^^^ meta.reference.datapin meta.scheme.datapin
#                   ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                         ^ meta.reference.datapin punctuation.separator.datapin
#                          ^^ meta.reference.datapin constant.numeric.version.datapin
#                                 ^^^^^ meta.reference.datapin meta.scheme.datapin
#                                      ^^^ meta.reference.datapin meta.scheme.datapin
#                                         ^ meta.reference.datapin entity.name.type.dataset.datapin
#                                          ^ meta.reference.datapin punctuation.separator.datapin
#                                           ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^                   ^^^^^            ^ - meta.reference.datapin
a = f"{x:>{w}} dataset://digits/v1"
#              ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                     ^^^ meta.reference.datapin meta.scheme.datapin
#                        ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                              ^ meta.reference.datapin punctuation.separator.datapin
#                               ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^^^                   ^ - meta.reference.datapin
a = f"one\ndataset://digits/v1"
#          ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                 ^^^ meta.reference.datapin meta.scheme.datapin
#                    ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                          ^ meta.reference.datapin punctuation.separator.datapin
#                           ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^                   ^ - meta.reference.datapin
a = f"{{dataset://digits/v1}}"
#       ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^ meta.reference.datapin meta.scheme.datapin
#                 ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                       ^ meta.reference.datapin punctuation.separator.datapin
#                        ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^                   ^^^ - meta.reference.datapin
a = f"{g('dataset://digits/v1')} x"
#         ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                ^^^ meta.reference.datapin meta.scheme.datapin
#                   ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                         ^ meta.reference.datapin punctuation.separator.datapin
#                          ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^                   ^^^^^^ - meta.reference.datapin
a = f"""
  get dataset://digits/v1
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#                      ^^ meta.reference.datapin constant.numeric.version.datapin
# ^^^^ - meta.reference.datapin
  get model://m/{version}
#     ^^^^^ meta.reference.datapin meta.scheme.datapin
#          ^^^ meta.reference.datapin meta.scheme.datapin
#             ^ meta.reference.datapin entity.name.type.dataset.datapin
#              ^ meta.reference.datapin punctuation.separator.datapin
# ^^^^          ^^^^^^^^^ - meta.reference.datapin
  {x} dataset://digits/v1
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#                      ^^ meta.reference.datapin constant.numeric.version.datapin
# ^^^^ - meta.reference.datapin
"""
a = f"""{
  x  # dataset://digits/v1
# ^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
}"""
a = f"dataset://digits"
#^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = f"digits:v1"
#^^^^^^^^^^^^^^^ - meta.reference.datapin
a = f"{dataset}://digits/v1"
#^^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = f"x {y}"
#^^^^^^^^^^^ - meta.reference.datapin
a = "dataset://digits/v1"
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#                     ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^                   ^ - meta.reference.datapin
