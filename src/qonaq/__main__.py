"""`python -m qonaq` is the command line."""

from qonaq.cli import main

if __name__ == "__main__":
    main()
