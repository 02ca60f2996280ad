// How long this program's flushes of a file to the disk take. Any thread.
#pragma once

#include <chrono>

namespace aksis::bench {

// Each flush takes this much longer than this machine's disk needs, whose cache may answer for it.
void lengthen_flushes(std::chrono::milliseconds by);

}  // namespace aksis::bench
