# SYNTAX TEST "source.python" "the short spelling, in calls that take a reference"

dataset("digits:v1")
#        ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#              ^ meta.reference.datapin punctuation.separator.datapin
#               ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^         ^^ - meta.reference.datapin
dataset('digits:v1')
#        ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#              ^ meta.reference.datapin punctuation.separator.datapin
#               ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^         ^^ - meta.reference.datapin
x = dataset("digits:v1")
#            ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                  ^ meta.reference.datapin punctuation.separator.datapin
#                   ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^         ^^ - meta.reference.datapin
x = dataset( "digits:v1", 1)
#             ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                   ^ meta.reference.datapin punctuation.separator.datapin
#                    ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^^         ^^^^^ - meta.reference.datapin
x = dataset(r"digits:v1")
#             ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                   ^ meta.reference.datapin punctuation.separator.datapin
#                    ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^^         ^^ - meta.reference.datapin
x = dataset("digits:latest").files
#            ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                  ^ meta.reference.datapin punctuation.separator.datapin
#                   ^^^^^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^             ^^^^^^^^ - meta.reference.datapin
x = datapin.dataset("digits:v1")
#                    ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                          ^ meta.reference.datapin punctuation.separator.datapin
#                           ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^^^^^^^^^         ^^ - meta.reference.datapin
x = datapin.model('m:v2')
#                  ^ meta.reference.datapin entity.name.type.dataset.datapin
#                   ^ meta.reference.datapin punctuation.separator.datapin
#                    ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^^^^^^^    ^^ - meta.reference.datapin
x = dataset("digits@sha256:1aaa724410ea")
#            ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                  ^ meta.reference.datapin punctuation.separator.datapin
#                   ^^^^^^ meta.reference.datapin meta.algorithm.datapin
#                         ^ meta.reference.datapin punctuation.separator.datapin
#                          ^^^^^^^^^^^^ meta.reference.datapin constant.other.digest.datapin
#^^^^^^^^^^^^                          ^^ - meta.reference.datapin
x = dataset("digits:v1@sha256:1aaa724410ea")
#            ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                  ^ meta.reference.datapin punctuation.separator.datapin
#                   ^^ meta.reference.datapin constant.numeric.version.datapin
#                     ^ meta.reference.datapin punctuation.separator.datapin
#                      ^^^^^^ meta.reference.datapin meta.algorithm.datapin
#                            ^ meta.reference.datapin punctuation.separator.datapin
#                             ^^^^^^^^^^^^ meta.reference.datapin constant.other.digest.datapin
#^^^^^^^^^^^^                             ^^ - meta.reference.datapin
x = dataset("dataset://digits/v1")
#            ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                   ^^^ meta.reference.datapin meta.scheme.datapin
#                      ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                            ^ meta.reference.datapin punctuation.separator.datapin
#                             ^^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^                   ^^ - meta.reference.datapin
x = [dataset("a:b"), dataset("c:d")]
#             ^ meta.reference.datapin entity.name.type.dataset.datapin
#              ^ meta.reference.datapin punctuation.separator.datapin
#               ^ meta.reference.datapin constant.numeric.version.datapin
#                             ^ meta.reference.datapin entity.name.type.dataset.datapin
#                              ^ meta.reference.datapin punctuation.separator.datapin
#                               ^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^^   ^^^^^^^^^^^^^   ^^^ - meta.reference.datapin
x = f(dataset("a:b"), "c:d")
#              ^ meta.reference.datapin entity.name.type.dataset.datapin
#               ^ meta.reference.datapin punctuation.separator.datapin
#                ^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^^^   ^^^^^^^^^^ - meta.reference.datapin
x = f"{dataset('a:b')}"
#               ^ meta.reference.datapin entity.name.type.dataset.datapin
#                ^ meta.reference.datapin punctuation.separator.datapin
#                 ^ meta.reference.datapin constant.numeric.version.datapin
#^^^^^^^^^^^^^^^   ^^^^ - meta.reference.datapin
x = load_dataset("a:b")
#^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = my.dataset("a:b")
#^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = tf.data.dataset("a:b")
#^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = model("a:b")
#^^^^^^^^^^^^^^^ - meta.reference.datapin
x = other.model("a:b")
#^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = my.datapin.dataset("a:b")
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset(name="a:b")
#^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset(x, "a:b")
#^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = image("python:3.13")
#^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset("digits")
#^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset("a:b:c")
#^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset("a:b/c")
#^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset("s3://a:b")
#^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset("digits:v1 ")
#^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset("{n}:v1")
#^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset("a" + ":b")
#^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = dataset["a:b"]
#^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = "call dataset('a:b')"
#^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = """
  dataset("a:b")
# ^^^^^^^^^^^^^^ - meta.reference.datapin
"""
def f():
    """Uses
    dataset("a:b")
#   ^^^^^^^^^^^^^^ - meta.reference.datapin
    """
# dataset("digits:v1")
#^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = 1
