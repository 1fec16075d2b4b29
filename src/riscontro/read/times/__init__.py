"""Times: expressions of a text to calendar intervals against the day it was published."""
