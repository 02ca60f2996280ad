// The ceremonies as functions: what a software authenticator does right is taken, and each thing
// made wrong is refused.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "access/webauthn_authenticator_data.hpp"
#include "access/webauthn_base64.hpp"
#include "authenticator.hpp"
#include "scratch.hpp"

using namespace aksis;
using namespace aksis::access;
using namespace aksis::access::cbor_text;

namespace {

const RelyingParty kParty{
    "aksis.example", "Aksis", {"https://aksis.example", "https://intranet.aksis.example"}};
const std::string kChallenge = to_base64url("0123456789abcdef0123456789abcdef");

Course creation(const std::string& format = "none") {
  Course course;
  course.type = "webauthn.create";
  course.challenge = kChallenge;
  course.format = format;
  return course;
}
Course use() {
  Course course;
  course.type = "webauthn.get";
  course.challenge = kChallenge;
  return course;
}

StoredCredential stored(const Authenticator& authenticator) {
  return {authenticator.cose(), false};
}

bool registers(const Registration& registration) {
  return verify_registration(registration, kChallenge, kParty).ok();
}
bool opens(const Assertion& assertion, const StoredCredential& credential) {
  return verify_assertion(assertion, kChallenge, kParty, credential).ok();
}

}  // namespace

TEST_CASE("what an authenticator makes is taken, for each algorithm and attestation") {
  for (const auto kind : kKeyKinds)
    for (const std::string format : {"none", "packed"}) {
      const Authenticator authenticator(kind);
      auto course = creation(format);
      course.flags |= 0x18;
      course.counter = 7;
      const auto made = verify_registration(authenticator.make(course), kChallenge, kParty);
      REQUIRE_OK(made);
      CHECK(made->id == authenticator.id());
      CHECK(made->public_key == authenticator.cose());
      CHECK(made->aaguid == std::string(32, '1'));
      CHECK(made->counter == 7);
      CHECK(made->backup_eligible);
      CHECK(made->backed_up);
      auto again = use();
      again.flags |= 0x18;
      again.counter = 0x01020304;
      const auto shown = verify_assertion(authenticator.answer(again), kChallenge, kParty,
                                          {made->public_key, made->backup_eligible});
      REQUIRE_OK(shown);
      CHECK(shown->counter == 0x01020304);
      CHECK(shown->backed_up);
    }
}

TEST_CASE("a course that is wrong in one thing is refused in both ceremonies") {
  struct Mutant {
    const char* name;
    std::function<void(Course&)> change;
  };
  const Mutant mutants[] = {
      {"another type", [](Course& c) { c.type = "payment.get"; }},
      {"the other ceremony's type",
       [](Course& c) { c.type = c.type == "webauthn.get" ? "webauthn.create" : "webauthn.get"; }},
      {"no type", [](Course& c) { c.type = ""; }},
      {"another challenge", [](Course& c) { c.challenge[3] ^= 1; }},
      {"a shorter challenge", [](Course& c) { c.challenge.pop_back(); }},
      {"no challenge", [](Course& c) { c.challenge.clear(); }},
      {"a padded challenge", [](Course& c) { c.challenge += "="; }},
      {"another origin", [](Course& c) { c.origin = "https://evil.example"; }},
      {"a sub-origin", [](Course& c) { c.origin = "https://evil.aksis.example"; }},
      {"another scheme", [](Course& c) { c.origin = "http://aksis.example"; }},
      {"another port", [](Course& c) { c.origin += ":8443"; }},
      {"a trailing slash", [](Course& c) { c.origin += "/"; }},
      {"other case", [](Course& c) { c.origin = "https://AKSIS.example"; }},
      {"no origin", [](Course& c) { c.origin = ""; }},
      {"framed", [](Course& c) { c.cross_origin = "true"; }},
      {"framed, said in words", [](Course& c) { c.cross_origin = "\"false\""; }},
      {"top origin", [](Course& c) { c.more = ",\"topOrigin\":\"https://evil.example\""; }},
      {"key twice", [](Course& c) { c.more = ",\"origin\":\"https://aksis.example\""; }},
      {"text after the JSON", [](Course& c) { c.more = "}{"; }},
      {"another party", [](Course& c) { c.rp_id = "evil.example"; }},
      {"a party above", [](Course& c) { c.rp_id = "example"; }},
      {"nobody present", [](Course& c) { c.flags = 0x04; }},
      {"nobody verified", [](Course& c) { c.flags = 0x01; }},
      {"no flag", [](Course& c) { c.flags = 0; }},
      {"backed up, not eligible", [](Course& c) { c.flags |= 0x10; }},
      {"extensions announced, absent", [](Course& c) { c.flags |= 0x80; }},
  };
  for (const auto kind : kKeyKinds) {
    const Authenticator authenticator(kind);
    REQUIRE(registers(authenticator.make(creation())));
    REQUIRE(opens(authenticator.answer(use()), stored(authenticator)));
    for (const auto& mutant : mutants) {
      INFO(mutant.name);
      for (const std::string format : {"none", "packed"}) {
        auto course = creation(format);
        mutant.change(course);
        CHECK_FALSE(registers(authenticator.make(course)));
      }
      auto course = use();
      mutant.change(course);
      CHECK_FALSE(opens(authenticator.answer(course), stored(authenticator)));
    }
  }
}

TEST_CASE("every byte of an assertion counts: each one flipped is refused") {
  for (const auto kind : kKeyKinds) {
    const Authenticator authenticator(kind);
    const auto right = authenticator.answer(use());
    REQUIRE(opens(right, stored(authenticator)));
    size_t refused = 0, tried = 0;
    for (std::string Assertion::*part :
         {&Assertion::client_data_json, &Assertion::authenticator_data, &Assertion::signature})
      for (size_t i = 0; i < (right.*part).size(); ++i) {
        auto wrong = right;
        (wrong.*part)[i] = static_cast<char>((wrong.*part)[i] ^ (1 << (i % 8)));
        ++tried;
        refused += opens(wrong, stored(authenticator)) ? 0 : 1;
      }
    CHECK(tried > 200);
    CHECK(refused == tried);
  }
}

TEST_CASE("every cut of what comes is refused, in both ceremonies") {
  const Authenticator authenticator(KeyKind::es256);
  const auto made = authenticator.make(creation("packed"));
  for (size_t i = 0; i < made.attestation_object.size(); ++i)
    CHECK_FALSE(registers({made.client_data_json, made.attestation_object.substr(0, i)}));
  for (size_t i = 0; i < made.client_data_json.size(); ++i)
    CHECK_FALSE(registers({made.client_data_json.substr(0, i), made.attestation_object}));
  CHECK_FALSE(registers({made.client_data_json, made.attestation_object + '\0'}));
  const auto answer = authenticator.answer(use());
  for (size_t i = 0; i < answer.authenticator_data.size(); ++i) {
    auto wrong = answer;
    wrong.authenticator_data.resize(i);
    CHECK_FALSE(opens(wrong, stored(authenticator)));
  }
}

TEST_CASE("a packed attestation protects what it signs, byte by byte") {
  for (const auto kind : kKeyKinds) {
    const Authenticator authenticator(kind);
    const auto right = authenticator.make(creation("packed"));
    REQUIRE(registers(right));
    const auto data = authenticator.authenticator_data(creation(), true);
    const auto at = right.attestation_object.find(data);
    REQUIRE(at != std::string::npos);
    for (size_t i = at; i < at + data.size(); ++i) {
      auto wrong = right;
      wrong.attestation_object[i] = static_cast<char>(wrong.attestation_object[i] ^ 0x20);
      CHECK_FALSE(registers(wrong));
    }
  }
}

TEST_CASE("attestations of other forms are refused") {
  const Authenticator authenticator(KeyKind::es256);
  const auto course = creation();
  const auto said = client_data(course);
  const auto data = authenticator.authenticator_data(course, true);
  const auto signature = authenticator.sign(data + sha256_bytes(said));
  const auto packed = [&](const std::string& alg, const std::string& sig) {
    return registers(
        {said,
         attestation_object("packed", head(5, 2) + text("alg") + alg + text("sig") + sig, data)});
  };
  CHECK(packed(integer(-7), bytes(signature)));
  CHECK_FALSE(packed(integer(-8), bytes(signature)));
  CHECK_FALSE(packed(integer(-257), bytes(signature)));
  CHECK_FALSE(packed(integer(-65535), bytes(signature)));
  CHECK_FALSE(packed(text("ES256"), bytes(signature)));
  CHECK_FALSE(packed(integer(-7), bytes("")));
  CHECK_FALSE(packed(integer(-7), text("signature")));
  CHECK_FALSE(registers({said, attestation_object("packed", head(5, 0), data)}));
  CHECK_FALSE(
      registers({said, attestation_object("none", head(5, 1) + text("a") + integer(1), data)}));
  for (const std::string format : {"fido-u2f", "tpm", "android-key", "apple", "None", ""})
    CHECK_FALSE(registers({said, attestation_object(format, head(5, 0), data)}));
  // An attestation whose statement is no map, one that has more members, one without a credential.
  CHECK_FALSE(registers({said, attestation_object("none", integer(0), data)}));
  CHECK_FALSE(registers({said, head(5, 4) + attestation_object("none", head(5, 0), data).substr(1) +
                                   text("more") + integer(1)}));
  const auto without = authenticator.authenticator_data(course, false);
  CHECK_FALSE(registers({said, attestation_object("none", head(5, 0), without)}));
}

TEST_CASE("a key of another kind than its algorithm, or of a wrong form, is refused") {
  const Authenticator es256(KeyKind::es256), eddsa(KeyKind::eddsa), rs256(KeyKind::rs256);
  CHECK(parse_public_key(es256.cose()).ok());
  const auto with_algorithm = [](const Authenticator& one, int64_t algorithm) {
    auto cose = one.cose();
    const auto mine = integer(3) + integer(one.algorithm());
    return cose.replace(cose.find(mine), mine.size(), integer(3) + integer(algorithm));
  };
  for (const auto* one : {&es256, &eddsa, &rs256})
    for (const int64_t algorithm : {-7, -8, -257, -35, -36, -37, -38, -65535, -1, 0, 5}) {
      if (algorithm == one->algorithm()) continue;
      CHECK_FALSE(parse_public_key(with_algorithm(*one, algorithm)).ok());
    }
  // An assertion of one key does not open with another, of its kind or not.
  const Authenticator twin(KeyKind::es256);
  for (const auto* one : {&es256, &eddsa, &rs256})
    for (const auto* other : {&twin, &eddsa, &rs256, &es256})
      CHECK(opens(one->answer(use()), stored(*other)) == (one == other));
  // A point off the curve, a member twice, a member too many, bytes after.
  auto off = es256.cose();
  off.back() = static_cast<char>(off.back() ^ 1);
  CHECK_FALSE(opens(es256.answer(use()), {off, false}));
  CHECK_FALSE(parse_public_key(es256.cose() + "x").ok());
  CHECK_FALSE(
      parse_public_key(head(5, 5) + eddsa.cose().substr(1) + integer(3) + integer(-8)).ok());
  CHECK_FALSE(parse_public_key(head(5, 5) + eddsa.cose().substr(1) + integer(4) + integer(1)).ok());
  CHECK_FALSE(parse_public_key(head(4, 0)).ok());
  CHECK_FALSE(parse_public_key("").ok());
}

TEST_CASE("CBOR that claims more than it holds, or nests without end, takes no memory") {
  const Authenticator authenticator(KeyKind::es256);
  const auto said = client_data(creation());
  std::string nested(3000, '\x81');
  const std::string claims[] = {
      nested + '\0',
      std::string("\x9b\x7f\xff\xff\xff\xff\xff\xff\xff", 9),
      std::string("\xbb\x00\x00\x00\xff\xff\xff\xff\xff", 9),
      std::string("\x5b\x00\x00\x7f\xff\xff\xff\xff\xff", 9),
      std::string("\xbf\xff", 2),
      std::string("\x5f\x41\x00\xff", 4),
      std::string("\xc0\x00", 2),
      std::string("\xf9\x00\x00", 3),
      std::string("\xff", 1),
      head(5, 33) + std::string(200, '\0'),
  };
  for (const auto& claim : claims) {
    CHECK_FALSE(registers({said, claim}));
    CHECK_FALSE(parse_public_key(claim).ok());
  }
}

TEST_CASE("random bytes in the place of what an authenticator writes never pass and never crash") {
  const Authenticator authenticator(KeyKind::es256);
  const auto right = authenticator.make(creation("packed"));
  std::mt19937 random(20261126);
  for (int round = 0; round < 20'000; ++round) {
    auto wrong = right.attestation_object;
    const int changes = 1 + static_cast<int>(random() % 4);
    for (int i = 0; i < changes; ++i) wrong[random() % wrong.size()] = static_cast<char>(random());
    if (wrong == right.attestation_object) continue;
    const auto made = verify_registration({right.client_data_json, wrong}, kChallenge, kParty);
    // Only the names of the three members may read the same after a change; here none can.
    if (made) CHECK(made->public_key == authenticator.cose());
    if (made) CHECK(made->id == authenticator.id());
  }
}

TEST_CASE("a changed eligibility for copies is refused") {
  const Authenticator authenticator(KeyKind::eddsa);
  auto course = use();
  course.flags |= 0x08;
  CHECK_FALSE(opens(authenticator.answer(course), stored(authenticator)));
  CHECK(opens(authenticator.answer(course), {authenticator.cose(), true}));
  CHECK_FALSE(opens(authenticator.answer(use()), {authenticator.cose(), true}));
}

TEST_CASE("counters grow, or stay at zero") {
  CHECK(counter_grew(0, 0));
  CHECK(counter_grew(0, 1));
  CHECK(counter_grew(1, 0xFFFFFFFF));
  CHECK_FALSE(counter_grew(1, 1));
  CHECK_FALSE(counter_grew(1, 0));
  CHECK_FALSE(counter_grew(0xFFFFFFFF, 5));
}

TEST_CASE("a configuration no browser would take is refused") {
  CHECK(check_relying_party(kParty).ok());
  CHECK(check_relying_party({"localhost", "x", {"http://localhost:8080"}}).ok());
  CHECK_FALSE(check_relying_party({"", "x", {"https://a.example"}}).ok());
  CHECK_FALSE(check_relying_party({"a.example", "x", {}}).ok());
  CHECK_FALSE(check_relying_party({"a.example", "x", {"http://a.example"}}).ok());
  CHECK_FALSE(check_relying_party({"a.example", "x", {"https://ba.example"}}).ok());
  CHECK_FALSE(check_relying_party({"a.example", "x", {"https://a.example/path"}}).ok());
  CHECK_FALSE(check_relying_party({"a.example", "x", {"a.example"}}).ok());
}

TEST_CASE("base64url is read strictly") {
  for (size_t size = 0; size < 50; ++size) {
    const std::string bytes(size, '\xFB');
    const auto read = from_base64url(to_base64url(bytes), "x", 64);
    REQUIRE_OK(read);
    CHECK(*read == bytes);
  }
  for (const auto* wrong : {"A", "AA==", "AB", "A+A", "A/A", "AA A", "AAA\n", "AAAAA"})
    CHECK_FALSE(from_base64url(wrong, "x", 64).ok());
  CHECK(from_base64url(std::string(400, 'A'), "x", 64).error().code == Code::too_large);
}
