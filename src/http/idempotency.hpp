// What an Idempotency-Key needs of storage: a port, implemented by the application.
// Implementations are called from worker threads, several at once, and may block.
#pragma once

#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::http {

// One key names one change: the same text from another principal or for another operation is
// another key.
struct IdempotencyKey {
  std::string principal, operation, key;
};

struct StoredAnswer {
  int status = 0;
  std::string body;
  std::string etag;
};

class IdempotencyStore {
 public:
  enum class State {
    fresh,     // claimed by this call: run, then finish() or release()
    running,   // another call holds it now
    done,      // `answer` is what was answered
    mismatch,  // used before with another body
  };
  struct Claim {
    State state = State::fresh;
    StoredAnswer answer;
  };

  virtual ~IdempotencyStore() = default;
  // Claims of an earlier run of the process that were never finished count as fresh.
  virtual Result<Claim> claim(const IdempotencyKey& key, std::string_view body_hash) = 0;
  virtual Status finish(const IdempotencyKey& key, const StoredAnswer& answer) = 0;
  // The call failed and changed nothing: the key may be used again.
  virtual void release(const IdempotencyKey& key) = 0;
};

}  // namespace aksis::http
