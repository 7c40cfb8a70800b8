"""The demo's communities of practice: what they are for, what they met about, what they share."""

from mentoring_platform.demo.communities.learning_technology import LEARNING_TECHNOLOGY
from mentoring_platform.demo.communities.new_lecturers import NEW_LECTURERS
from mentoring_platform.demo.communities.teaching_mentors import TEACHING_MENTORS
from mentoring_platform.demo.communities.ward_mentors import WARD_MENTORS

__all__ = ["LEARNING_TECHNOLOGY", "NEW_LECTURERS", "TEACHING_MENTORS", "WARD_MENTORS"]
