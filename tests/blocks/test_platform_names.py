"""No block of ours hides a name that XBlock or the platform uses: a method, property or field there means theirs.

A string where the platform expects an opaque key is a 500 in a place we never see (`usage_key`: copying in Studio, libraries);
a field of ours that a mixin also writes is changed behind a learner's back (`position`: `bind_for_student`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock

from internship_xblock.ui.block import InternshipBlock
from tests.hostile import block_classes

PACKAGE = Path(__file__).parents[2] / "internship_xblock"
BLOCKS = [*PACKAGE.glob("ui/*.py"), *PACKAGE.glob("tools/*/web/*.py")]
# What XBlock 5.2 to 6.3 name on a block, and the attributes `XBlock.__init__` sets (xblock/core.py, xblock/plugin.py).
XBLOCK = """
    _add_field _class_tags _clear_dirty_fields _combined_services _field_data _get_fields_to_save _load_class_entry_point
    _open_resource _reset_dirty_field _services_requested _set_field_if_present add_children_to_node add_xml_to_node
    clear_child_cache completion_mode context_key display_name_with_default emit_completion entry_point extra_entry_points
    fields force_save_fields get_child get_children get_explicitly_set_fields_by_scope get_i18n_js_namespace get_icon_class
    get_parent get_public_dir get_resources_dir handle handler has_cached_parent has_children has_custom_completion
    has_support i18n_js_namespace index_dictionary json_handler load_class load_classes load_tagged_classes name needs
    open_local_resource parent parse_xml public_dir register_temp_plugin render resources_dir save service_declaration
    supports tag tags ugettext usage_key validate wants xml_element_name xml_text_content
    _child_cache _deprecated_per_instance_field_data _dirty_fields _field_data_cache _parent_block _parent_block_id children
    runtime scope_ids
"""
# What the platform mixes into every block (`XBLOCK_MIXINS` of lms/envs/common.py and cms/envs/common.py), by its source.
MIXINS = {
    "xmodule/x_module.py: XModuleMixin, XModuleFields": """
        _asides _bound_field_data _cds_init_args _create_metadata_editor_info _field_data _runtime add_aside
        always_recalculate_grades bind_for_student category course_id display_name display_name_with_default
        display_name_with_default_escaped editable_metadata_fields get_asides get_cds_init_args get_child get_child_by
        get_children get_content_titles get_explicitly_set_fields_by_scope get_icon_class get_progress
        get_required_block_descriptors get_score has_children_at_depth has_dynamic_children has_score icon_class location
        max_score non_editable_metadata_fields position public_view runtime scope_ids show_in_read_only_mode system
        tooltip_title url_name xblock_kvs xmodule_runtime""",
    "xmodule/modulestore/inheritance.py: InheritanceMixin": """
        close_date course_edit_method days_early_for_beta due edxnotes edxnotes_visibility giturl graceperiod graded
        group_access has_deadline_passed hide_from_toc in_entrance_exam is_past_due matlab_api_key max_attempts
        relative_weeks_due rerandomize self_paced show_correctness show_reset_button showanswer start static_asset_path
        use_latex_compiler user_partitions video_auto_advance video_bumper video_speed_optimizations visible_to_staff_only
        xqa_key""",
    "xmodule/modulestore/edit_info.py: EditInfoMixin": """
        edited_by edited_on published_by published_on subtree_edited_by subtree_edited_on""",
    "lms/djangoapps/lms_xblock/mixin.py: LmsBlockMixin": """
        _get_user_partition _has_nonsensical_access_settings chrome default_tab format group_access hide_from_toc
        merged_group_access publish_completion source_file user_partitions validate visible_to_staff_only""",
    "cms/lib/xblock/authoring_mixin.py: AuthoringMixin": """
        _get_studio_resource_url copied_from_block editor_saved post_editor_saved visibility_view""",
    "cms/lib/xblock/upstream_sync.py: UpstreamSyncMixin": """
        get_customizable_fields upstream upstream_display_name upstream_version upstream_version_declined""",
    # Read or set on any block by its name, so that having it changes what the platform does: the modulestores, block_render.py,
    # Studio's views and clipboard, the search index, instructor tasks, schedules, the older XModule classes.
    "by name": """
        HIDDEN _edit_info _edited_by _edited_on _published_by _published_on _runtime_requested_version _student_overrides
        _subtree_edited_by _subtree_edited_on _xmodule ajax_url attempts contains_gated_content course_staff_only
        course_version data data_dir definition_loaded definition_locator downstream_customized export_to_file file
        filter_templates first_component_block_id generate_report_data handout has_access_error has_author_view is_draft
        is_entrance_exam is_extracted is_time_limited license module_class needs_serialization parse_xml_new_runtime
        previous_version rescore reset_problem selected_teamset_id set_score source_version student_view_data
        studio_post_duplicate studio_post_paste teams_enabled templates update_version uses_xmodule_styles_setup weight
        xml_attributes xmodule_handler clear_student_state""",
}
# The hooks that are documented as ours: each is declared by a block for the platform to find.
HOOKS = {
    "parse_xml": "OLX, called through super()",
    "add_xml_to_node": "OLX, called through super()",
    "index_dictionary": "the search index, called through super()",
    "has_children": "what XBlock itself notes on each class",
    "display_name": "the field every block declares",
    "has_score": "whether the grade book counts it",
    "max_score": "how many points there are",
    "public_view": "what somebody sees who is not signed in",
    "has_author_view": "whether Studio asks for `author_view`",
    "weight": "how much it counts, the field that the grade book reads",
    "clear_student_state": "what goes when the course team deletes a learner's state",
    "show_in_read_only_mode": "whether staff who look as a learner see it",
}


def taken() -> set[str]:
    installed = {*dir(XBlock), *dir(CompletableXBlockMixin)}  # of a later XBlock than was ever listed
    return {*XBLOCK.split(), *(name for names in MIXINS.values() for name in names.split()), *installed}


def ours(block_class: type[InternshipBlock]) -> Iterator[tuple[str, type]]:
    """Every name that our own modules put on a block, also by assigning to `self`."""
    for one in block_class.__mro__:
        if one.__module__.startswith("internship_xblock."):
            yield from ((name, one) for name in vars(one) if not name.startswith("__"))


@pytest.mark.parametrize("block_class", block_classes(), ids=lambda one: one.__name__)
def test_a_block_hides_no_name_of_the_platform(block_class: type[InternshipBlock]) -> None:
    hidden = {name: one.__name__ for name, one in ours(block_class) if name in taken() and name not in HOOKS}
    assert not hidden


def test_every_hook_is_one_that_a_block_of_ours_uses() -> None:
    used = {name for block_class in block_classes() for name, _ in ours(block_class)}
    assert set(HOOKS) <= used & taken()


@pytest.mark.parametrize("path", sorted(BLOCKS), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_block_asks_itself_for_no_key_that_is_the_platforms(path: Path) -> None:
    """`self.usage_key` is an opaque key; the tools' apis take text, `self.usage_id`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "block"):
            assert node.attr not in ("usage_key", "context_key", "course_id", "location"), f"{path.name}:{node.lineno}"
            is_assigned = isinstance(node.ctx, ast.Store) and node.value.id == "self"
            assert not is_assigned or node.attr not in taken() - {"runtime"}, f"{path.name}:{node.lineno} assigns {node.attr}"
