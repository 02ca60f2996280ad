// A key-encryption key held as text: 64 hexadecimal digits in a file of the administrator's.
// Any thread.
#pragma once

#include <memory>
#include <string>

#include "privacy/key_source.hpp"

namespace aksis::privacy {

// Reads a key of at most one line. Code::not_found when there is no such file. `strict`: refuses
// a file whose rights go beyond 0400. `kind` begins the id.
Result<std::shared_ptr<const Kek>> read_key_text(const std::string& path, const std::string& kind,
                                                 bool strict);

// A new random key, mode 0400, on the disk before it returns; refuses a path that exists.
Status write_key_text(const std::string& path);

}  // namespace aksis::privacy
