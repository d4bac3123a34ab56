"""Official documents on paper: PDF through typst, Word through python-docx, fonts of our own."""
