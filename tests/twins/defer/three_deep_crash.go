package main

import "fmt"

func level(n int) {
	defer func() {
		panic(fmt.Sprint(recover(), n))
	}()
	if n == 3 {
		panic("p")
	}
	level(n + 1)
}
func main() {
	fmt.Println("down")
	level(1)
}
