// A panic with an error shows its text.
package main

import (
	"errors"
	"fmt"
)

func main() {
	err := errors.New("disk on fire")
	func() {
		defer func() { fmt.Println(recover() == err) }()
		panic(err)
	}()
	panic(fmt.Errorf("cannot save: %w", err))
}
