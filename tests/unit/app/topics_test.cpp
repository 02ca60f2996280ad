// Which permission the events of a type need.
#include "app/instance/topics.hpp"

#include <catch2/catch.hpp>

using aksis::app::topic_permission;

TEST_CASE("events need the permission that reading what they tell of needs") {
  CHECK(topic_permission("core.person_deleted/1") == "people.read");
  CHECK(topic_permission("competences.profile_changed/1") == "competences.read");
  CHECK(topic_permission("matching.feedback_given/1") == "matching.read");
  CHECK(topic_permission("core.glass_broken/1") == "people.supervise");
  CHECK(topic_permission("core.volume_alarm/1") == "accounts.manage");
  CHECK(topic_permission("core.account_review/1") == "accounts.manage");
  // What nobody declared is no permission that anyone was given.
  CHECK(topic_permission("core.something_else/1") == "core.read");
  CHECK(topic_permission("unknown") == "unknown.read");
  CHECK(topic_permission("") == ".read");
}
