// What the operations of access share: schemas, cookies, how a session is written.
#include "access/operations.hpp"

namespace aksis::access {
namespace {

// Browsers keep the device's cookie as long as we know the device.
constexpr Micros kDeviceCookieLife = 180 * kDay;

}  // namespace

std::string session_schema() {
  return object_schema(R"("id", "stage", "started_at", "seen_at", "ends_at", "peer", "user_agent")",
                       R"("id": {"type": "string"},
         "stage": {"type": "string", "enum": ["half", "full"]},
         "method": {"type": "string", "description": "How its factors were shown"},
         "may_enrol": {"type": "boolean", "description": "A first factor may be added"},
         "started_at": {"type": "string"}, "seen_at": {"type": "string"},
         "authenticated_at": {"type": "string"},
         "ends_at": {"type": "string", "description": "At the latest, whatever is done"},
         "current": {"type": "boolean", "description": "The one that asks"},
         "peer": {"type": "string"}, "user_agent": {"type": "string"})");
}

std::string opened_schema() {
  return object_schema(R"("session", "factors")", "\"session\": " + session_schema() + R"(,
    "factors": {"type": "array", "items": {"type": "string"},
      "description": "What the account can show: totp, passkey, recovery"},
    "recovery_codes": {"type": "array", "items": {"type": "string"},
      "description": "A new set, shown this once; each serves once"})");
}

Result<Session> session_of(Access& access, const operations::Call& call) {
  auto found = access.sessions().find(call.origin.session, access.parts().clock.now());
  if (found) return *std::move(found);
  return said(Code::unauthenticated, "Nobody is signed in with this session: sign in.",
              "Personne n’est connecté avec cette session : connectez-vous.");
}

void write_session(json::Writer& out, const Session& session, const SessionLimits& limits) {
  const bool full = session.stage == Stage::full;
  out.member("id", session.id)
      .member("stage", full ? "full" : "half")
      .member("method", session.method)
      .member("may_enrol", session.may_enrol)
      .member("started_at", iso_time(session.started_at))
      .member("seen_at", iso_time(session.seen_at))
      .member("ends_at", iso_time(session.started_at + (full ? limits.absolute : limits.half)))
      .member("peer", session.peer)
      .member("user_agent", session.user_agent);
  if (full) out.member("authenticated_at", iso_time(session.authenticated_at));
}

void answer_opened(operations::Call& call, const Access& access, const Opened& opened) {
  const auto& limits = access.parts().settings.sessions;
  const auto life = opened.session.stage == Stage::full ? limits.absolute : limits.half;
  call.cookies.push_back({operations::kSessionCookie, opened.token, life / kSecond});
  if (!opened.device.empty())
    call.cookies.push_back({operations::kDeviceCookie, opened.device, kDeviceCookieLife / kSecond});
  json::Writer out;
  out.object().key("session").object();
  write_session(out, opened.session, limits);
  out.end().key("factors").array();
  for (const auto& way : opened.ways) out.value(way);
  out.end();
  if (!opened.recovery_codes.empty()) {
    out.key("recovery_codes").array();
    for (const auto& code : opened.recovery_codes) out.value(code);
    out.end();
  }
  call.respond(out.end().text());
}

}  // namespace aksis::access
