// Many senders, one channel; the last to end closes it.
package main

import (
	"fmt"
	"sort"
	"sync"
)

func main() {
	all := make(chan int)
	var wg sync.WaitGroup
	for i := 1; i <= 4; i++ {
		wg.Add(1)
		go func(base int) {
			defer wg.Done()
			for k := 0; k < 3; k++ {
				all <- base*10 + k
			}
		}(i)
	}
	go func() {
		wg.Wait()
		close(all)
	}()
	var got []int
	for v := range all {
		got = append(got, v)
	}
	fmt.Println(len(got))
	sort.Ints(got)
	for _, v := range got {
		fmt.Println(v)
	}
}
