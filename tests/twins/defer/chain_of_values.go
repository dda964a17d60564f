// What is shown of values that are no strings.
package main

import "errors"

func fails(v any) { panic(v) }
func main() {
	defer func() { fails(true) }()
	defer func() {
		recover()
		fails(errors.New("an error"))
	}()
	defer func() { fails(-7) }()
	fails(42)
}
