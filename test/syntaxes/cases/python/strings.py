# SYNTAX TEST "source.python" "the URI spelling in strings"

a = "dataset://digits/v1"
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#                     ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^                   ^ - meta.reference.datapin
a = 'dataset://digits/v1'
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#                     ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^                   ^ - meta.reference.datapin
a = r"dataset://digits/v1"
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#                      ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^                   ^ - meta.reference.datapin
a = R'x dataset://digits/v1 y'
#       ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^ meta.reference.datapin meta.scheme.datapin
#                 ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                       ^ meta.reference.datapin punctuation.separator.datapin
#                        ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^                   ^^^ - meta.reference.datapin
a = u"dataset://digits/v1"
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#                      ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^                   ^ - meta.reference.datapin
a = b"dataset://digits/v1"
#     ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#            ^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#                      ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^                   ^ - meta.reference.datapin
a = "dataset://digits/v1@sha256:1aaa724410ea"
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#                     ^^ meta.reference.datapin constant.numeric.version.datapin
#                       ^ meta.reference.datapin punctuation.separator.datapin
#                        ^^^^^^ meta.reference.datapin meta.algorithm.datapin
#                              ^ meta.reference.datapin punctuation.separator.datapin
#                               ^^^^^^^^^^^^ meta.reference.datapin constant.other.digest.datapin
#^^^^                                       ^ - meta.reference.datapin
a = "model://m@sha256:1aaa724410ea"
#    ^^^^^ meta.reference.datapin meta.scheme.datapin
#         ^^^ meta.reference.datapin meta.scheme.datapin
#            ^ meta.reference.datapin entity.name.type.dataset.datapin
#             ^ meta.reference.datapin punctuation.separator.datapin
#              ^^^^^^ meta.reference.datapin meta.algorithm.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#                     ^^^^^^^^^^^^ meta.reference.datapin constant.other.digest.datapin
#^^^^                             ^ - meta.reference.datapin
a = "see dataset://digits/v1, and model://m/v2."
#        ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#               ^^^ meta.reference.datapin meta.scheme.datapin
#                  ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                        ^ meta.reference.datapin punctuation.separator.datapin
#                         ^^ meta.reference.datapin constant.numeric.version.datapin
#                                 ^^^^^ meta.reference.datapin meta.scheme.datapin
#                                      ^^^ meta.reference.datapin meta.scheme.datapin
#                                         ^ meta.reference.datapin entity.name.type.dataset.datapin
#                                          ^ meta.reference.datapin punctuation.separator.datapin
#                                           ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^                   ^^^^^^            ^^ - meta.reference.datapin
a = "one\ndataset://digits/v1\n"
#         ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                ^^^ meta.reference.datapin meta.scheme.datapin
#                   ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                         ^ meta.reference.datapin punctuation.separator.datapin
#                          ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^                   ^^^ - meta.reference.datapin
a = "x" + "dataset://digits/v1" + y
#          ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                 ^^^ meta.reference.datapin meta.scheme.datapin
#                    ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                          ^ meta.reference.datapin punctuation.separator.datapin
#                           ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^                   ^^^^^ - meta.reference.datapin
a = {"k": "dataset://digits/v1", "l": ["model://m/v2"]}
#          ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                 ^^^ meta.reference.datapin meta.scheme.datapin
#                    ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                          ^ meta.reference.datapin punctuation.separator.datapin
#                           ^^ meta.reference.datapin constant.numeric.version.datapin
#                                       ^^^^^ meta.reference.datapin meta.scheme.datapin
#                                            ^^^ meta.reference.datapin meta.scheme.datapin
#                                               ^ meta.reference.datapin entity.name.type.dataset.datapin
#                                                ^ meta.reference.datapin punctuation.separator.datapin
#                                                 ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^                   ^^^^^^^^^^            ^^^ - meta.reference.datapin
a = g("dataset://digits/v1", k='model://m/v2')
#      ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#             ^^^ meta.reference.datapin meta.scheme.datapin
#                ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                      ^ meta.reference.datapin punctuation.separator.datapin
#                       ^^ meta.reference.datapin constant.numeric.version.datapin
#                               ^^^^^ meta.reference.datapin meta.scheme.datapin
#                                    ^^^ meta.reference.datapin meta.scheme.datapin
#                                       ^ meta.reference.datapin entity.name.type.dataset.datapin
#                                        ^ meta.reference.datapin punctuation.separator.datapin
#                                         ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^                   ^^^^^^            ^^ - meta.reference.datapin
a = [
    "dataset://digits/v1",
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#                     ^^ meta.reference.datapin constant.numeric.version.datapin
#   ^                   ^^ - meta.reference.datapin
    'model://m/v2',
#    ^^^^^ meta.reference.datapin meta.scheme.datapin
#         ^^^ meta.reference.datapin meta.scheme.datapin
#            ^ meta.reference.datapin entity.name.type.dataset.datapin
#             ^ meta.reference.datapin punctuation.separator.datapin
#              ^^ meta.reference.datapin constant.numeric.version.datapin
#   ^            ^^ - meta.reference.datapin
]
a = """
dataset://digits/v1
# <------- meta.reference.datapin meta.scheme.datapin
#      ^^^ meta.reference.datapin meta.scheme.datapin
#         ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#               ^ meta.reference.datapin punctuation.separator.datapin
#                ^^ meta.reference.datapin constant.numeric.version.datapin
  and model://m/v2 "quoted"
#     ^^^^^ meta.reference.datapin meta.scheme.datapin
#          ^^^ meta.reference.datapin meta.scheme.datapin
#             ^ meta.reference.datapin entity.name.type.dataset.datapin
#              ^ meta.reference.datapin punctuation.separator.datapin
#               ^^ meta.reference.datapin constant.numeric.version.datapin
# ^^^^            ^^^^^^^^^ - meta.reference.datapin
"""
a = '''
  dataset://digits/v1
# ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#        ^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                 ^ meta.reference.datapin punctuation.separator.datapin
#                  ^^ meta.reference.datapin constant.numeric.version.datapin
'''
a = """dataset://digits/v1"""
#      ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#             ^^^ meta.reference.datapin meta.scheme.datapin
#                ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                      ^ meta.reference.datapin punctuation.separator.datapin
#                       ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^                   ^^^ - meta.reference.datapin
a = "dataset://digits/{}".format(v)
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#              ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                    ^ meta.reference.datapin punctuation.separator.datapin
#^^^^                 ^^^^^^^^^^^^^ - meta.reference.datapin
a = "dataset://{name}/v1"
#    ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^ meta.reference.datapin meta.scheme.datapin
#^^^^          ^^^^^^^^^^ - meta.reference.datapin
def load():
    return "dataset://digits/v1"
#           ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                  ^^^ meta.reference.datapin meta.scheme.datapin
#                     ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                           ^ meta.reference.datapin punctuation.separator.datapin
#                            ^^ meta.reference.datapin constant.numeric.version.datapin
#   ^^^^^^^^                   ^ - meta.reference.datapin
