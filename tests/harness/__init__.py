"""The rules of the test harness, one pytest plugin each; tests/conftest.py loads them."""
