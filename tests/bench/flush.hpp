// How long this program's flushes of a file to the disk take. Any thread.
#pragma once

#include <chrono>

namespace aksis::bench {

// Each flush takes this much longer than the disk of this machine needs: a virtual disk with a cache
// answers ten times sooner than an SSD without a battery, which has to write.
void lengthen_flushes(std::chrono::microseconds by);

}  // namespace aksis::bench
