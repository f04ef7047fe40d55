"""`checkin bench`: how fast this machine answers scans, reads badges and prints them.

Whoever calls it hands in the two things that belong to the command line: how an instance is made
and how it is served. Everything happens in a folder that is erased at the end.
"""
