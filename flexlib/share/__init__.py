"""A choice as a link or a file, and back."""

from flexlib.share.compared import Compared, Entry, decode_compared, encode_compared
from flexlib.share.decode import Decoded, decode_choice, from_file, named_in, views_in_file
from flexlib.share.encode import LONGEST_LINK, encode_choice, query_of, to_file, with_views

__all__ = [
    "LONGEST_LINK",
    "Compared",
    "Decoded",
    "Entry",
    "decode_choice",
    "decode_compared",
    "encode_choice",
    "encode_compared",
    "from_file",
    "named_in",
    "query_of",
    "to_file",
    "views_in_file",
    "with_views",
]
