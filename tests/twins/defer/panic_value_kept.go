// The value recovered is the very one.
package main

import "fmt"

type thing struct{ n int }

func main() {
	t := &thing{1}
	func() {
		defer func() {
			v := recover().(*thing)
			v.n++
			fmt.Println(v == t)
		}()
		panic(t)
	}()
	fmt.Println(t.n)
	ch := make(chan int)
	func() {
		defer func() { fmt.Println(recover() == any(ch)) }()
		panic(ch)
	}()
}
