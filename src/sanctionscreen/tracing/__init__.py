"""Following money: transfers in, exposure to listed parties out, exact to the last base unit."""
