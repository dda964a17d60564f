// A thousand deferred calls in one frame, a thousand frames with one.
package main

import "fmt"

func main() {
	sum := 0
	func() {
		for i := 1; i <= 1000; i++ {
			defer func(k int) { sum = sum*3%1009 + k }(i)
		}
	}()
	fmt.Println(sum)
	var down func(n int)
	down = func(n int) {
		defer func() { sum = sum*5%1009 + n }()
		if n > 0 {
			down(n - 1)
		}
	}
	down(150)
	fmt.Println(sum)
}
