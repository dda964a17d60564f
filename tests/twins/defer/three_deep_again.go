// Recovered and raised again in every frame.
package main

import "fmt"

func level(n int) {
	defer func() {
		v := recover()
		fmt.Println("level", n, "has", v)
		panic(fmt.Sprint(v, n))
	}()
	if n == 3 {
		panic("p")
	}
	level(n + 1)
}
func main() {
	defer func() { fmt.Println("main has", recover()) }()
	level(1)
}
