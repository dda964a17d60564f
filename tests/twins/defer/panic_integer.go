package main

import "fmt"

func main() {
	func() {
		defer func() {
			n := recover().(int)
			fmt.Println(n + 1)
		}()
		panic(41)
	}()
	panic(42)
}
