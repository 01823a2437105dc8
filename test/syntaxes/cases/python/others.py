# SYNTAX TEST "source.python" "comments, docstrings and what is no reference"

"""A module on dataset://digits/v1."""
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
# dataset://digits/v1
#^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
x = 1  # model://m/v1
#^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin

def load():
    """Loads dataset://digits/v1."""
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
    return "dataset://digits/v1"  # dataset://digits/v2
#           ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#                  ^^^ meta.reference.datapin meta.scheme.datapin
#                     ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                           ^ meta.reference.datapin punctuation.separator.datapin
#                            ^^ meta.reference.datapin constant.numeric.version.datapin
#   ^^^^^^^^                   ^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
class Loader:
    """
    On dataset://digits/v1
#   ^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
    """
    def run(self):
        'dataset://digits/v1'
#       ^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
        r"""dataset://digits/v1"""
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
        pass

a = "dataset://digits"
#^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = "dataset://digits/v1/more"
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = "dataset://digits/%s" % v
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = "dataset://"
#^^^^^^^^^^^^^^^ - meta.reference.datapin
a = "mydataset://digits/v1"
#^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = "s3://bucket/v1"
#^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = "digits:v1"
#^^^^^^^^^^^^^^ - meta.reference.datapin
a = "dataset://-a/v1"
#^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = dataset / model
#^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = x[dataset:model]
#^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = "dataset://digits@sha256:12"
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
a = """
  # dataset://digits/v1
# ^^^^^^^^^^^^^^^^^^^^^ - meta.reference.datapin
  dataset://digits/v1
# ^^^^^^^ meta.reference.datapin meta.scheme.datapin
#        ^^^ meta.reference.datapin meta.scheme.datapin
#           ^^^^^^ meta.reference.datapin entity.name.type.dataset.datapin
#                 ^ meta.reference.datapin punctuation.separator.datapin
#                  ^^ meta.reference.datapin constant.numeric.version.datapin
"""
a = 1
#^^^^ - meta.reference.datapin
