// Two errors with one text are two.
package main

import (
	"errors"
	"fmt"
)

func main() {
	a, b := errors.New("text"), errors.New("text")
	fmt.Println(a, b, a == b, a == a)
	fmt.Println(a.Error() == b.Error(), errors.Is(a, b), errors.Is(a, a))
}
