// The same value again: both are shown.
package main

import "fmt"

func main() {
	defer func() {
		v := recover()
		fmt.Println("seen", v)
		panic(v)
	}()
	panic("boom")
}
