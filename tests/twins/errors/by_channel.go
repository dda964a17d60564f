// Results and errors of workers by one channel.
package main

import (
	"errors"
	"fmt"
)

type result struct {
	n   int
	err error
}

var errOdd = errors.New("odd")

func main() {
	results := make([]chan result, 4)
	for i := range results {
		results[i] = make(chan result, 1)
		go func(n int) {
			if n%2 == 1 {
				results[n] <- result{n, fmt.Errorf("worker %d: %w", n, errOdd)}
				return
			}
			results[n] <- result{n * n, nil}
		}(i)
	}
	for _, ch := range results {
		r := <-ch
		fmt.Println(r.n, r.err, errors.Is(r.err, errOdd))
	}
}
