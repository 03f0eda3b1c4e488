"""Seats and authorship (ADR 15): who wrote a row stands in the same three columns everywhere; a placement is a foreign key.

Schema only: nobody holds data, so columns that are named anew are dropped and made.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SEAT, PLACEMENT = 'internship_xblock.party', 'internship_xblock.placement'

INDEXES = [
    ('entry', models.Index(fields=['placement', 'usage_key', 'date'], name='ix_entry_log')),
    ('entry', models.Index(fields=['placement', 'answered_at', 'shared_at'], name='ix_entry_waiting')),
    ('plantemplate', models.Index(fields=['placement'], name='ix_plan_template_placement')),
]
CONSTRAINTS = [
    ('entry', ('author', 'placement', 'usage_key', 'draft'), 'ix_entry_draft'),
    ('entryreading', ('entry', 'author'), 'ix_entry_reader'),
    ('plan', ('placement', 'usage_key'), 'ix_plan_one'),
]
FOR_SEATS = [
    ('entry', ('author_seat', 'placement', 'usage_key', 'draft'), 'ix_entry_draft_seat'),
    ('entryreading', ('entry', 'author_seat'), 'ix_entry_reader_seat'),
]
GONE = [
    ('entry', 'placement_id'), ('plan', 'placement_id'), ('plantemplate', 'placement_id'), ('submission', 'placement_id'),
    ('entryreading', 'reader'), ('entryreading', 'reader_name'),
    ('entryrequest', 'asked_by'), ('entryrequest', 'asked_name'),
    ('invitation', 'created_by'),
    ('party', 'changed_by_user'), ('party', 'changed_by'),
    ('placement', 'changed_by'),
    ('plancertificate', 'issued_by_user'), ('plancertificate', 'issued_by'),
    ('plancomment', 'settled_by_user'), ('plancomment', 'settled_by'),
    ('plansection', 'changed_by_user'), ('plansection', 'changed_by'),
    ('plansignature', 'user'),
    ('plantemplate', 'shared_by_user'), ('plantemplate', 'shared_by'),
    ('planversion', 'frozen_by_user'), ('planversion', 'frozen_by'),
    ('submission', 'submitter'), ('submission', 'submitter_name'), ('submission', 'submitter_anonymous_id'),
]
HAD_AN_AUTHOR = ['entry', 'entrycomment', 'note', 'plancomment']
NEWLY_AUTHORED = [
    'entryreading', 'entryrequest', 'invitation', 'party', 'placement', 'plancertificate', 'plansection', 'plansignature',
    'plantemplate', 'planversion', 'submission',
]


def tie(to, **more):
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=to, **more
    )


def name():
    return models.CharField(blank=True, max_length=200)


def placed(on_delete, **more):
    return models.ForeignKey(on_delete=on_delete, related_name='+', to=PLACEMENT, **more)


def unique(model, fields, name):
    return migrations.AddConstraint(model_name=model, constraint=models.UniqueConstraint(fields=fields, name=name))


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('internship_xblock', '0003_answers_seats_integrity'),
    ]

    operations = [
        *(migrations.RemoveConstraint(model_name=model, name=known) for model, _fields, known in CONSTRAINTS),
        *(migrations.RemoveIndex(model_name=model, name=index.name) for model, index in INDEXES),
        *(migrations.RemoveField(model_name=model, name=field) for model, field in GONE),
        *(migrations.AlterField(model, 'author', tie(settings.AUTH_USER_MODEL)) for model in HAD_AN_AUTHOR),
        *(migrations.AddField(model, 'author', tie(settings.AUTH_USER_MODEL)) for model in NEWLY_AUTHORED),
        *(migrations.AddField(model, 'author_name', name()) for model in NEWLY_AUTHORED),
        *(migrations.AddField(model, 'author_seat', tie(SEAT)) for model in (*HAD_AN_AUTHOR, *NEWLY_AUTHORED)),
        migrations.AddField('entry', 'last_turn_by_seat', tie(SEAT)),
        migrations.AddField('plancomment', 'settled_by', tie(settings.AUTH_USER_MODEL)),
        migrations.AddField('plancomment', 'settled_by_seat', tie(SEAT)),
        migrations.AddField('plancomment', 'settled_by_name', name()),
        migrations.AddField('submission', 'anonymous_id', models.CharField(blank=True, max_length=64)),
        migrations.AddField('entry', 'placement', placed(models.CASCADE, db_index=False), preserve_default=False),
        migrations.AddField('plan', 'placement', placed(models.CASCADE, db_index=False), preserve_default=False),
        migrations.AddField('plantemplate', 'placement', placed(models.SET_NULL, null=True, db_index=False)),
        migrations.AddField('submission', 'placement', placed(models.SET_NULL, null=True)),
        migrations.AddField(
            'party', 'is_by_link',
            models.BooleanField(default=False, help_text='Taken by a guest, who acts by a personal link.'),
        ),
        migrations.AlterField(
            'party', 'role',
            models.CharField(
                choices=[
                    ('student', 'Student'), ('mentor', 'Mentor'), ('supervisor', 'University supervisor'),
                    ('leader', 'Leader at the host'), ('other', 'Other'),
                ],
                max_length=12,
            ),
        ),
        *(migrations.AddIndex(model_name=model, index=index) for model, index in INDEXES),
        *(unique(*one) for one in (*CONSTRAINTS, *FOR_SEATS)),
    ]
