// The list of erased people beside the database file: a restored backup, which knows nothing of an
// erasure made after it, is made to forget them again. One line an erasure: id, time, and the hash
// of all lines up to it. Ids only; a person's id says nothing once they are gone. Any thread.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"

namespace aksis::privacy {

class ErasureLog {
 public:
  // `path`: "…/erasures.log"; made by the first append().
  explicit ErasureLog(std::string path) : path_(std::move(path)) {}

  struct Entry {
    std::string person;
    Micros at;
  };
  // In the order of erasure. Refuses a list that was changed. A last line cut off by a crash is
  // passed over: its erasure is in the database, from where it is appended again.
  Result<std::vector<Entry>> read() const;
  // On the disk before it returns.
  Status append(const std::vector<Entry>& entries);
  const std::string& path() const { return path_; }

 private:
  struct Contents {
    std::vector<Entry> entries;
    std::string hash;       // of the last line
    size_t good_bytes = 0;  // up to the end of the last whole line
  };
  Result<Contents> contents() const;
  const std::string path_;
  std::mutex appending_;
};

}  // namespace aksis::privacy
