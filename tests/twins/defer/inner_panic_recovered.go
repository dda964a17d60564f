// A panic inside a deferred call that is recovered there leaves the outer one.
package main

import "fmt"

func main() {
	defer func() { fmt.Println("outer", recover()) }()
	defer func() {
		func() {
			defer func() { fmt.Println("inner", recover()) }()
			panic("second")
		}()
		fmt.Println("goes on")
	}()
	panic("first")
}
