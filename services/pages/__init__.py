"""What the pages say: words made once, in Python, in the reader's language. Templates only place them.

`desk_*` and `routes` for station people; the others for residents.
"""
