#include "audit/entry.hpp"

namespace aksis::audit {
namespace {

constexpr char kVersion = 1;

void add_field(std::string& out, std::string_view bytes) {
  out += std::to_string(bytes.size());
  out += ':';
  out += bytes;
  out += ',';
}

}  // namespace

std::string canonical(const Entry& entry) {
  return canonical(entry, entry.salt);
}

std::string canonical(const Entry& entry, std::string_view salt) {
  std::string out(1, kVersion);
  out.reserve(512 + entry.details.size());
  add_field(out, std::to_string(entry.at));
  for (const auto* field :
       {&entry.kind, &entry.actor, &entry.on_behalf_of, &entry.operation, &entry.module,
        &entry.person, &entry.object, &entry.relation, &entry.reason, &entry.request_id,
        &entry.session, &entry.outcome, &entry.details})
    add_field(out, *field);
  add_field(out, salt);
  return out;
}

std::string_view name_of(Code code) {
  switch (code) {
    case Code::invalid:
      return "invalid";
    case Code::unauthenticated:
      return "unauthenticated";
    case Code::forbidden:
      return "forbidden";
    case Code::not_found:
      return "not_found";
    case Code::conflict:
      return "conflict";
    case Code::stale:
      return "stale";
    case Code::too_large:
      return "too_large";
    case Code::unsupported:
      return "unsupported";
    case Code::busy:
      return "busy";
    case Code::timeout:
      return "timeout";
    case Code::full:
      return "full";
    case Code::internal:
      return "internal";
    case Code::cancelled:
      return "cancelled";
  }
  return "internal";
}

}  // namespace aksis::audit
