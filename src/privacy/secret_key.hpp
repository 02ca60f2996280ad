// 32 secret bytes in guarded memory: locked where the system lets it, out of core dumps, wiped at
// the end. Moves, never copies. One thread, or read by many.
#pragma once

#include <cstddef>
#include <memory>

namespace aksis::privacy {

inline constexpr size_t kKeyBytes = 32;

class SecretKey {
 public:
  SecretKey();  // zeros
  static SecretKey random();

  unsigned char* data() { return bytes_.get(); }
  const unsigned char* data() const { return bytes_.get(); }

 private:
  struct Free {
    void operator()(unsigned char* bytes) const;
  };
  std::unique_ptr<unsigned char, Free> bytes_;
};

}  // namespace aksis::privacy
