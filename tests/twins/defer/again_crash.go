// Recovered and raised again: the same value.
package main

import "fmt"

func main() {
	defer func() {
		v := recover()
		fmt.Println("has", v)
		panic(v)
	}()
	panic("boom")
}
