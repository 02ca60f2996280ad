// How many files the system lets this process open: every connection is one. Main thread.
#pragma once

#include <cstddef>

#include "http/limits.hpp"

namespace aksis::http {

// The files that all connections of `limits` and what else the process opens may need.
size_t files_wanted(const Limits& limits);

// Raises the soft limit as far as `limits` want and the hard one allows. Where that is too little,
// lowers the number of connections, so that the reserve is there when they are taken, and says so
// in the log.
Limits within_file_limit(Limits limits);

// The lowering alone: for `files` in all.
Limits within_files(Limits limits, size_t files);

}  // namespace aksis::http
