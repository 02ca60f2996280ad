// Which passwords may be chosen: long enough, in no leak, not common, not about their owner.
// Any thread. No rule on kinds of characters and no forced change (ASVS 5.0 6.2, CNIL 2022-100).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/breached.hpp"
#include "aksis/cpp/result.hpp"

namespace aksis::access {

inline constexpr size_t kPasswordMin = 12;   // characters, not bytes
inline constexpr size_t kPasswordMax = 256;  // characters

// Unicode NFC: the same password from any keyboard. Empty: not valid UTF-8.
std::string normalise_password(std::string_view password);

// What a password of this account must not be made of.
struct PasswordOwner {
  std::string login, name, email, organisation;  // the organisation's name
};

// Code::invalid with one sentence that says what to do, in both languages, at `pointer`. `password`
// is normalised.
Status check_password(const std::string& password, const PasswordOwner& owner,
                      const BreachedPasswords& breached, std::string_view pointer);

}  // namespace aksis::access
