// Argon2id on threads of its own: a flood of sign-ins costs those who sign in, and nobody else.
// Any thread; the caller waits for its own answer, so never inside a database body.
//
// Threads and decoy are made when first needed: commands that sign nobody in pay nothing.
//
// Memory: 46 MiB a thread while it works. Parameters: OWASP's and ASVS 5.0's minimum for t = 1.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::access {

struct PasswordCost {
  size_t memory_bytes = 47104UL * 1024;
  unsigned passes = 1;
};

struct PasswordPoolOptions {
  size_t threads = 0;    // 0: min(2, cores)
  size_t queue_max = 0;  // waiting ones; 0: 2 x cores
  PasswordCost cost;
};

class PasswordPool {
 public:
  explicit PasswordPool(PasswordPoolOptions options = {});
  ~PasswordPool();  // refuses what waits, finishes what runs
  PasswordPool(const PasswordPool&) = delete;
  PasswordPool& operator=(const PasswordPool&) = delete;

  // "$argon2id$v=19$m=…" with a fresh salt. Code::busy: the queue is full.
  Result<std::string> hash(std::string_view password);
  // Whether `hash` is one of `password`. Code::busy: the queue is full.
  Result<bool> verify(std::string_view hash, std::string_view password);

  // Made with weaker parameters than today's.
  bool needs_rehash(const std::string& hash) const;
  // A hash nobody knows the password of: verifying it takes the time of a real one.
  const std::string& decoy() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace aksis::access
