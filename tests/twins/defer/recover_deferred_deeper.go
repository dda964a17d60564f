// Recover in a deferred call of a deferred call stops nothing either.
package main

import "fmt"

func main() {
	defer func() {
		defer func() { fmt.Println("deeper", recover()) }()
		fmt.Println("deferred")
	}()
	panic("boom")
}
