// A panic becomes an error of the function, an error becomes a panic again.
package main

import (
	"errors"
	"fmt"
)

var errRange = errors.New("out of range")

func risky(n int) {
	if n > 2 {
		panic(fmt.Errorf("index %d: %w", n, errRange))
	}
	fmt.Println("fine", n)
}
func safe(n int) (err error) {
	defer func() {
		if e, ok := recover().(error); ok {
			err = fmt.Errorf("safe: %w", e)
		}
	}()
	risky(n)
	return nil
}
func main() {
	fmt.Println(safe(1))
	err := safe(3)
	fmt.Println(err, errors.Is(err, errRange))
	panic(err)
}
