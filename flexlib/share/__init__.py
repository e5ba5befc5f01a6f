"""A choice as a link or a file, and back."""

from flexlib.share.decode import Decoded, decode_choice, from_file, named_in
from flexlib.share.encode import LONGEST_LINK, encode_choice, query_of, to_file

__all__ = [
    "LONGEST_LINK",
    "Decoded",
    "decode_choice",
    "encode_choice",
    "from_file",
    "named_in",
    "query_of",
    "to_file",
]
