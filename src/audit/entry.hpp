// One entry of the audit log and the bytes it is hashed as. Values and pure functions, any thread.
//
// The bytes (an independent verifier makes them anew from the columns):
//   canonical = %x01 at kind actor on_behalf_of operation module person object relation reason
//               request_id session outcome details salt          ; in this order, all present
//   each field = 1*DIGIT ":" bytes ","     ; a netstring: length in bytes, decimal, no leading zero
//   at         = the netstring of the microseconds since 1970 UTC in decimal
//   details    = the sealed bytes; empty: none
//   salt       = 16 random bytes
// The salt goes with the payload: without it nobody can try what a leaf that stays was made of.
#pragma once

#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"

namespace aksis::audit {

// One changed field. Values in the clear: they leave memory sealed only.
struct Fact {
  std::string member, before, after;
};

inline constexpr size_t kSaltBytes = 16;
inline constexpr std::string_view kPurgeKind = "purge";

struct Entry {
  Micros at = 0;
  std::string kind;  // "read", "change", "sign_in", "refused", "break_glass", "alarm", "export" …
  std::string actor;         // Principal::id
  std::string on_behalf_of;  // id of an account; empty: itself
  std::string operation;     // "people.read"
  std::string module;        // that offers the operation
  std::string person;        // id; empty: concerns no person
  std::string object;        // id of another thing, or words on what it was about
  std::string relation;      // why the record was open: "referent" … "break_glass"
  std::string reason;        // as written by the actor; of a broken glass: sealed_reason.hpp
  std::string request_id;
  std::string session;
  std::string outcome = "done";  // or name_of() the error's code
  std::string details;           // sealed by the caller: opaque bytes
  std::string salt;              // kSaltBytes, made by append() when empty
};

std::string canonical(const Entry& entry);
// The same with this salt in place of the entry's.
std::string canonical(const Entry& entry, std::string_view salt);

// "not_found" …: how an outcome names an error.
std::string_view name_of(Code code);

}  // namespace aksis::audit
