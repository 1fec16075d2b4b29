"""``python -m riscontro`` is the command line."""

from riscontro.cli.main import run

if __name__ == "__main__":
    run()
