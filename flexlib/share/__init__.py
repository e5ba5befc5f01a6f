"""A choice as a link or a file, and back."""

from flexlib.share.compared import Compared, Entry, decode_compared, encode_compared
from flexlib.share.decode import Decoded, decode_choice, from_file, named_in, views_in_file
from flexlib.share.encode import LONGEST_LINK, encode_choice, query_of, to_file, with_views
from flexlib.share.sought import Bound, Offered, Sought, decode_sought, encode_sought

__all__ = [
    "LONGEST_LINK",
    "Bound",
    "Compared",
    "Decoded",
    "Entry",
    "Offered",
    "Sought",
    "decode_choice",
    "decode_compared",
    "decode_sought",
    "encode_choice",
    "encode_compared",
    "encode_sought",
    "from_file",
    "named_in",
    "query_of",
    "to_file",
    "views_in_file",
    "with_views",
]
