// An error recovered and raised again, wrapped.
package main

import (
	"errors"
	"fmt"
)

func main() {
	defer func() {
		err := recover().(error)
		panic(fmt.Errorf("main: %w", err))
	}()
	panic(errors.New("inner"))
}
