// Passwords that were in a leak: a local file of sorted SHA-1 hashes, read by binary search.
// Any thread.
//
// The file is the "ordered by hash" one of Have I Been Pwned's downloader: one line a password,
// 40 hexadecimal digits, a colon, a count; nothing leaves this machine.
#pragma once

#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::access {

class BreachedPasswords {
 public:
  // Empty path: no file, nothing is known of leaks.
  explicit BreachedPasswords(std::string path) : path_(std::move(path)) {}

  // Refuses a file that is absent, empty or not in order at a sample of places.
  Status check_file() const;
  // Whether the password stands in the file. Code::internal: the file cannot be read.
  Result<bool> contains(std::string_view password) const;

 private:
  const std::string path_;
};

}  // namespace aksis::access
