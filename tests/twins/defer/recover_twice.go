// Only the first of two gets the value.
package main

import "fmt"

func main() {
	defer func() { fmt.Println("outer", recover()) }()
	defer func() {
		fmt.Println("first", recover())
		fmt.Println("second", recover())
	}()
	panic("boom")
}
