package main

import (
	"errors"
	"fmt"
)

func main() {
	base := errors.New("no such file")
	one := fmt.Errorf("open: %w", base)
	two := fmt.Errorf("load: %w", one)
	fmt.Println(two)
	fmt.Println(errors.Is(two, base), errors.Is(two, one), errors.Is(one, two))
	fmt.Println(errors.Unwrap(two) == one, errors.Unwrap(one) == base, errors.Unwrap(base))
	fmt.Println(errors.Is(base, nil), errors.Is(nil, base), errors.Is(nil, nil))
	fmt.Println(errors.Unwrap(nil))
}
